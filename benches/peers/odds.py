"""The same model in numpy: 1,000 initiatives, RICE with three ranges, 10,000 samples, ranks and P(top 10).

`odds.py plan DIR [N]` writes the model as a plan; `odds.py run [N] [SAMPLES]` computes it and prints the first ten.
"""

import sys

import numpy as np


def ranges(n):
    """The ranges of each initiative, 5th to 95th percentile: reach, impact, effort; and its confidence."""
    draw = np.random.default_rng(1)
    reach = np.round(10 ** draw.uniform(2, 4, n))
    impact = np.round(10 ** draw.uniform(-0.5, 0.3, n), 2)
    effort = np.round(10 ** draw.uniform(0, 1, n), 1)
    width = np.round(draw.uniform(1.2, 4, (3, n)), 2)
    confidence = draw.integers(30, 100, n)
    return reach, impact, effort, width, confidence


def plan(folder, n):
    reach, impact, effort, width, confidence = ranges(n)
    with open(f"{folder}/plan.plan", "w") as out:
        out.write("plan peers { rank_by: rice; edition: 2026 }\n")
        for i in range(n):
            out.write(
                f"initiative w{i} {{ rice {{ reach: {reach[i]:g} to {reach[i] * width[0, i]:.4f} users/month; "
                f"impact: {impact[i]:g} to {impact[i] * width[1, i]:.4f}; confidence: {confidence[i]}%; "
                f"effort: {effort[i]:g} to {effort[i] * width[2, i]:.4f} person-months }} }}\n"
            )


def run(n, samples):
    reach, impact, effort, width, confidence = ranges(n)
    draw = np.random.default_rng(2)

    def lognormal(low, ratio):
        mean = np.log(low) + np.log(ratio) / 2
        deviation = np.log(ratio) / 2 / 1.6448536269514722
        return np.exp(mean[:, None] + deviation[:, None] * draw.standard_normal((n, samples)))

    score = lognormal(reach, width[0]) * lognormal(impact, width[1]) * (confidence / 100)[:, None]
    score /= lognormal(effort, width[2])
    low, median, high = np.percentile(score, [5, 50, 95], axis=1)
    order = np.argsort(-score, axis=0, kind="stable")
    rank = np.empty_like(order)
    np.put_along_axis(rank, order, np.arange(1, n + 1)[:, None], axis=0)
    best, worst = np.percentile(rank, [5, 95], axis=1)
    top = (rank <= 10).mean(axis=1)
    for i in np.argsort(-median)[:10]:
        print(f"w{i} {median[i]:.1f} {low[i]:.1f}-{high[i]:.1f} {best[i]:.0f}-{worst[i]:.0f} {top[i]:.3f}")


if __name__ == "__main__":
    words = sys.argv[1:]
    if words[0] == "plan":
        plan(words[1], int(words[2]) if len(words) > 2 else 1000)
    else:
        run(int(words[1]) if len(words) > 1 else 1000, int(words[2]) if len(words) > 2 else 10_000)
