//! Choices against all there are.

use super::*;
use proptest::prelude::*;

fn item(value: f64, cost: f64, needs: &[usize]) -> Item {
    Item { value, costs: vec![cost], needs: needs.to_vec(), constraint: Constraint::Free }
}

/// The best of all sets.
fn best(question: &SelectionProblem) -> Option<f64> {
    let n = question.items.len();
    let sets = (0..1u32 << n).map(|set| (0..n).map(|at| set >> at & 1 == 1).collect::<Vec<bool>>());
    sets.map(|set| question.evaluate(&set)).filter(|(_, valid)| *valid).map(|(value, _)| value).reduce(f64::max)
}

#[test]
fn density_alone_would_choose_worse() {
    let items = vec![item(10.0, 1.0, &[]), item(54.0, 6.0, &[]), item(50.0, 6.0, &[]), item(49.0, 5.0, &[])];
    let chosen = choose(&SelectionProblem { items, budgets: vec![11.0] }, &SearchLimit::default()).unwrap();
    assert_eq!((chosen.value, chosen.bound, chosen.proven, chosen.gap()), (103.0, 103.0, true, 0.0));
    assert_eq!(chosen.members, [false, true, false, true]);
}

#[test]
fn a_wish_has_its_price_and_names_what_it_displaced() {
    let mut items = vec![item(9.0, 5.0, &[]), item(8.0, 5.0, &[]), item(3.0, 4.0, &[3]), item(0.0, 2.0, &[])];
    items[2].constraint = Constraint::Must;
    let question = SelectionProblem { items, budgets: vec![11.0] };
    let chosen = choose(&question, &SearchLimit::default()).unwrap();
    assert_eq!((chosen.value, &chosen.members), (12.0, &vec![true, false, true, true]));
    let prices = opportunity_costs(&question, &chosen, &SearchLimit::default()).unwrap();
    let expected = OpportunityCost { item: 2, least: 5.0, most: 5.0, displaced: vec![1], admitted: vec![2, 3] };
    assert_eq!(prices, [expected]);
}

#[test]
fn wishes_that_can_not_be_met_are_told() {
    let mut items = vec![item(9.0, 5.0, &[1]), item(8.0, 5.0, &[])];
    items[0].constraint = Constraint::Must;
    let told = |question: &SelectionProblem| choose(question, &SearchLimit::default()).unwrap_err();
    let mut question = SelectionProblem { items, budgets: vec![9.0] };
    assert_eq!(told(&question), ChooseError::OverBudget { budget: 0 });
    question.items[1].constraint = Constraint::Without;
    assert_eq!(told(&question), ChooseError::Contradiction { must: 0, without: 1 });
    question.items[0].value = f64::NAN;
    assert_eq!(told(&question), ChooseError::NotFinite { item: Some(0) });
    question.items[0] = item(1.0, 1.0, &[5]);
    assert_eq!(told(&question), ChooseError::NoItem { item: 0, need: 5 });
}

#[test]
fn a_circle_of_needs_is_in_or_out_together() {
    let items = vec![item(4.0, 2.0, &[1]), item(-1.0, 2.0, &[2]), item(0.0, 2.0, &[0]), item(2.0, 5.0, &[])];
    let question = SelectionProblem { items, budgets: vec![6.0] };
    let chosen = choose(&question, &SearchLimit::default()).unwrap();
    assert_eq!((chosen.value, chosen.members), (3.0, vec![true, true, true, false]));
}

#[test]
fn what_costs_nothing_needs_no_budget() {
    let items = vec![item(4.0, 0.0, &[]), item(-1.0, 0.0, &[]), item(2.0, 0.5, &[1])];
    let chosen = choose(&SelectionProblem { items, budgets: vec![0.0] }, &SearchLimit::default()).unwrap();
    assert_eq!((chosen.value, chosen.members), (4.0, vec![true, false, false]));
    assert_eq!(choose(&SelectionProblem::default(), &SearchLimit::default()).unwrap().value, 0.0);
}

prop_compose! {
    fn any_question()(
        drawn in proptest::collection::vec(
            (-4..12i32, proptest::collection::vec(0..7u8, 0..3), proptest::collection::vec(0..9usize, 0..3), 0..12u8),
            0..9,
        ),
        budgets in proptest::collection::vec(0..20u8, 0..3),
    ) -> SelectionProblem {
        let n = drawn.len();
        let items = drawn.into_iter().map(|(value, costs, needs, wish)| Item {
            value: f64::from(value),
            costs: costs.into_iter().map(|c| f64::from(c) / 2.0).collect(),
            needs: needs.into_iter().filter(|need| *need < n).collect(),
            constraint: match wish { 0 => Constraint::Must, 1 => Constraint::Without, _ => Constraint::Free },
        });
        SelectionProblem { items: items.collect(), budgets: budgets.into_iter().map(f64::from).collect() }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn the_choice_is_the_best_of_all(question in any_question()) {
        match (choose(&question, &SearchLimit::default()), best(&question)) {
            (Ok(chosen), Some(best)) => {
                prop_assert!(question.evaluate(&chosen.members).1);
                prop_assert_eq!(question.evaluate(&chosen.members).0, chosen.value);
                prop_assert_eq!((chosen.value, chosen.bound, chosen.proven), (best, best, true));
            }
            (Err(ChooseError::Contradiction { .. } | ChooseError::OverBudget { .. }), None) => {}
            (chosen, best) => prop_assert!(false, "{chosen:?} against {best:?}"),
        }
    }

    #[test]
    fn a_limit_leaves_a_true_gap(question in any_question(), nodes in 0..3u64) {
        if let (Ok(chosen), Some(best)) = (choose(&question, &SearchLimit { nodes, stop: None }), best(&question)) {
            prop_assert!(question.evaluate(&chosen.members).1);
            prop_assert!(chosen.value <= best && best <= chosen.bound);
        }
    }
}

/// Questions of one budget in which needs are shared, from a number: none is solved by taking what is worth most.
fn shared_needs(seed: u64, count: usize) -> SelectionProblem {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = move |below: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) % below
    };
    let mut items = Vec::new();
    for at in 0..count {
        let needs = (0..next(3)).filter(|_| at > 0).map(|_| next(at as u64) as usize).collect();
        let value = next(40) as f64 - 8.0 + next(10) as f64 / 10.0;
        items.push(Item { value, costs: vec![1.0 + next(30) as f64 / 2.0], needs, constraint: Constraint::Free });
    }
    SelectionProblem { items, budgets: vec![count as f64 * 2.5] }
}

/// The tree on a question, without the other way that runs beside it.
fn tree_alone(
    question: &SelectionProblem,
    near: bool,
    opening: impl Fn(&ReducedProblem) -> Vec<bool>,
    nodes: u64,
) -> (incumbent::Incumbent, f64) {
    let reduced = ReducedProblem::new(question).unwrap();
    let base: f64 = reduced.members.iter().map(|at| question.items[*at].value).sum();
    let opening = opening(&reduced);
    let mut tree = branch_and_bound::BranchAndBound::new(&reduced, &opening, false);
    if near {
        tree.disable_rins();
    }
    tree.run(nodes);
    let chosen = tree.known.chosen.clone().unwrap();
    let (worth, valid) = question.evaluate(&reduced.members(&chosen, question.items.len()));
    assert!(valid && (worth - base - presolve::value(&reduced, &chosen)).abs() < 1e-9);
    (incumbent::Incumbent { bound: base + tree.known.bound, ..tree.known.clone() }, worth)
}

fn nothing(reduced: &ReducedProblem) -> Vec<bool> {
    vec![false; reduced.groups.len()]
}

#[test]
fn the_tree_alone_finds_and_proves_the_best() {
    let mut branched = 0;
    for seed in 0..60 {
        let question = shared_needs(seed, 13);
        let best = best(&question).unwrap();
        for near in [false, true] {
            let (known, worth) = tree_alone(&question, near, nothing, 100_000);
            assert!((worth - best).abs() < 1e-9, "{seed} {near}: {worth} for {best}");
            assert!(known.proven && (known.bound - best).abs() < 1e-9, "{seed} {near}: {known:?} for {best}");
            branched += u64::from(known.nodes > 1);
        }
    }
    // It is no test of branching where the first node says it all.
    assert!(branched > 40, "{branched}");
}

#[test]
fn the_tree_stops_at_its_limit_with_a_true_bound() {
    let mut open = 0;
    for seed in 0..60 {
        let question = shared_needs(seed, 13);
        let best = best(&question).unwrap();
        let mut bounds = Vec::new();
        for nodes in [0, 1, 2, 5, 10, 40] {
            let (known, worth) = tree_alone(&question, true, nothing, nodes);
            assert!(known.nodes <= nodes, "{seed}: {} of {nodes}", known.nodes);
            assert!(worth <= best + 1e-9 && best <= known.bound + 1e-9, "{seed}: {worth} {best} {known:?}");
            assert!(!known.proven || (worth - best).abs() < 1e-9, "{seed}: {known:?} for {best}");
            open += u64::from(!known.proven);
            bounds.push(known.bound);
        }
        // More nodes know no less.
        assert!(bounds.windows(2).all(|pair| pair[1] <= pair[0] + 1e-9), "{seed}: {bounds:?}");
    }
    assert!(open > 120, "{open}");
    // And so does the choice: as many nodes as it was given, both ways, a true bound, and no proof that is none.
    let mut unproven = 0;
    for seed in 0..3 {
        let question = shared_needs(seed, 60);
        let few = choose(&question, &SearchLimit { nodes: 1, stop: None }).unwrap();
        let more = choose(&question, &SearchLimit { nodes: 400, stop: None }).unwrap();
        assert!(few.nodes <= 400, "{}", few.nodes);
        assert!(few.value <= more.value + 1e-9 && more.bound <= few.bound + 1e-9, "{seed}: {few:?} {more:?}");
        assert!(few.bound >= more.value - 1e-9 && (few.proven || few.bound > few.value), "{seed}: {few:?}");
        unproven += u64::from(!few.proven);
    }
    assert!(unproven > 0, "all were proven at once");
}

#[test]
fn looking_near_the_best_set_finds_better_ones_sooner() {
    // With so few nodes the tree has proved nothing yet; what the looks near the best found is what it has more.
    let (mut better, mut worse) = (0, 0);
    for seed in 0..20 {
        let question = shared_needs(seed, 150);
        let (_, with) = tree_alone(&question, false, nothing, 4);
        let (_, without) = tree_alone(&question, true, nothing, 4);
        better += u64::from(with > without + 1e-9);
        worse += u64::from(with < without - 1e-9);
    }
    assert!(better >= 3 && worse == 0, "{better} {worse}");
}
