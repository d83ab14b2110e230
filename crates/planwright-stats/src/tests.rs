//! Held against scipy 1.17.1, statsmodels 0.15.0 and mpmath, a call beside each value. `st` is scipy.stats, `sp`
//! scipy.special, `mp` mpmath with 40 digits, `pr`, `ws`, `pw`, `mt` are proportion, weightstats, power and multitest of
//! statsmodels.stats; `pb` sums Miller's (2015) closed form in mpmath: for control a of n and variant b of m
//! Σ mp.beta(a+1+i, n−a+m−b+2) / ((m−b+1+i) mp.beta(1+i, m−b+1) mp.beta(a+1, n−a+1)) over i from 0 to b.

use super::*;

/// A relative 1e-9.
fn close(ours: f64, theirs: f64, call: &str) {
    assert!((ours - theirs).abs() <= 1e-9 * theirs.abs(), "{call}: {theirs:?}, but {ours:?}");
}

fn shares(control: u32, control_n: u32, variant: u32, variant_n: u32) -> TwoProportions {
    let [control, control_n, variant, variant_n] = [control, control_n, variant, variant_n].map(f64::from);
    TwoProportions { control, control_n, variant, variant_n }
}

fn means(control: f64, control_sd: f64, control_n: u32, variant: f64, variant_sd: f64, variant_n: u32) -> TwoMeans {
    let [control_n, variant_n] = [control_n, variant_n].map(f64::from);
    TwoMeans { control, control_sd, control_n, variant, variant_sd, variant_n }
}

#[test]
fn incomplete_gamma() {
    close(gamma_lower(0.5, 0.1), 0.34527915398142317, "sp.gammainc(0.5, 0.1)");
    close(gamma_upper(0.5, 0.1), 0.6547208460185768, "sp.gammaincc(0.5, 0.1)");
    close(gamma_lower(2.5, 1.2), 0.20852587940567532, "sp.gammainc(2.5, 1.2)");
    close(gamma_upper(2.5, 1.2), 0.7914741205943246, "sp.gammaincc(2.5, 1.2)");
    close(gamma_lower(2.5, 9.0), 0.9970535954121197, "sp.gammainc(2.5, 9.0)");
    close(gamma_upper(2.5, 9.0), 0.0029464045878802923, "sp.gammaincc(2.5, 9.0)");
    close(gamma_lower(10.0, 30.0), 0.9999928782491372, "sp.gammainc(10.0, 30.0)");
    close(gamma_upper(10.0, 30.0), 7.121750862815593e-06, "sp.gammaincc(10.0, 30.0)");
    close(gamma_lower(1000.0, 1050.0), 0.9413288886226819, "sp.gammainc(1000.0, 1050.0)");
    close(gamma_upper(1000.0, 1050.0), 0.05867111137731806, "sp.gammaincc(1000.0, 1050.0)");
    close(gamma_lower(0.5, 40.0), 1.0, "sp.gammainc(0.5, 40.0)");
    close(gamma_upper(0.5, 40.0), 3.744097384202887e-19, "sp.gammaincc(0.5, 40.0)");
}

#[test]
fn incomplete_beta() {
    close(beta_cdf(0.5, 0.5, 0.2), 0.2951672353008666, "mp.betainc(0.5, 0.5, 0, 0.2, regularized=True)");
    close(beta_survival(0.5, 0.5, 0.2), 0.7048327646991335, "mp.betainc(0.5, 0.5, 0.2, 1, regularized=True)");
    close(beta_cdf(2.0, 3.0, 0.4), 0.5248, "mp.betainc(2.0, 3.0, 0, 0.4, regularized=True)");
    close(beta_survival(2.0, 3.0, 0.4), 0.47519999999999996, "mp.betainc(2.0, 3.0, 0.4, 1, regularized=True)");
    close(beta_cdf(251.0, 4751.0, 0.05), 0.4844760875162743, "mp.betainc(251.0, 4751.0, 0, 0.05, regularized=True)");
    close(
        beta_survival(251.0, 4751.0, 0.05),
        0.5155239124837256,
        "mp.betainc(251.0, 4751.0, 0.05, 1, regularized=True)",
    );
    close(beta_cdf(251.0, 4751.0, 0.07), 0.9999999964127754, "mp.betainc(251.0, 4751.0, 0, 0.07, regularized=True)");
    close(
        beta_survival(251.0, 4751.0, 0.07),
        3.5872246101976226e-09,
        "mp.betainc(251.0, 4751.0, 0.07, 1, regularized=True)",
    );
    close(
        beta_cdf(6035.0, 14081.0, 0.31),
        0.9989470299298625,
        "mp.betainc(6035.0, 14081.0, 0, 0.31, regularized=True)",
    );
    close(
        beta_survival(6035.0, 14081.0, 0.31),
        0.0010529700701375406,
        "mp.betainc(6035.0, 14081.0, 0.31, 1, regularized=True)",
    );
    close(beta_cdf(1.0, 1.0, 0.3), 0.3, "mp.betainc(1.0, 1.0, 0, 0.3, regularized=True)");
    close(beta_survival(1.0, 1.0, 0.3), 0.7, "mp.betainc(1.0, 1.0, 0.3, 1, regularized=True)");
    close(beta_cdf(100.5, 3.25, 0.99), 0.9396744213300346, "mp.betainc(100.5, 3.25, 0, 0.99, regularized=True)");
    close(beta_survival(100.5, 3.25, 0.99), 0.06032557866996541, "mp.betainc(100.5, 3.25, 0.99, 1, regularized=True)");
}

#[test]
fn student() {
    close(student_survival(0.5, 1.0), 0.35241638234956674, "st.t.sf(0.5, 1.0)");
    close(student_survival(2.5, 7.3), 0.019825117332800214, "st.t.sf(2.5, 7.3)");
    close(student_survival(1.96, 9998.0), 0.025011762889571094, "st.t.sf(1.96, 9998.0)");
    close(student_survival(12.0, 3.0), 0.0006225079003946681, "st.t.sf(12.0, 3.0)");
    close(student_survival(40.0, 50.5), 3.2878863456283922e-40, "st.t.sf(40.0, 50.5)");
    close(student_survival(0.01, 30.0), 0.49604374628658887, "st.t.sf(0.01, 30.0)");
    close(student_cdf(-2.5, 7.3), 0.019825117332800214, "st.t.cdf(-2.5, 7.3)");
    close(student_cdf(2.5, 7.3), 0.9801748826671998, "st.t.cdf(2.5, 7.3)");
    close(student_quantile(0.975, 1.0), 12.706204736174694, "st.t.ppf(0.975, 1.0)");
    close(student_quantile(0.975, 2.0), 4.302652729749462, "st.t.ppf(0.975, 2.0)");
    close(student_quantile(0.95, 4.0), 2.1318467863266495, "st.t.ppf(0.95, 4.0)");
    close(student_quantile(0.975, 7.3), 2.345066736547703, "st.t.ppf(0.975, 7.3)");
    close(student_quantile(0.995, 30.0), 2.7499956535672254, "st.t.ppf(0.995, 30.0)");
    close(student_quantile(0.975, 9998.0), 1.9602012873568369, "st.t.ppf(0.975, 9998.0)");
    close(student_quantile(0.01, 5.5), -3.2407256806938376, "st.t.ppf(0.01, 5.5)");
    close(student_quantile(0.999999, 3.0), 103.29946777942898, "st.t.ppf(0.999999, 3.0)");
}

#[test]
fn normal() {
    close(two_sided_p(0.5), 0.6170750774519738, "2 * st.norm.sf(0.5)");
    close(normal_cdf(-0.5), 0.3085375387259869, "st.norm.cdf(-0.5)");
    close(two_sided_p(1.982), 0.04747924064848279, "2 * st.norm.sf(1.982)");
    close(normal_cdf(-1.982), 0.023739620324241394, "st.norm.cdf(-1.982)");
    close(two_sided_p(3.0), 0.0026997960632601866, "2 * st.norm.sf(3.0)");
    close(normal_cdf(-3.0), 0.0013498980316300933, "st.norm.cdf(-3.0)");
    close(two_sided_p(8.0), 1.244192114854348e-15, "2 * st.norm.sf(8.0)");
    close(normal_cdf(-8.0), 6.22096057427174e-16, "st.norm.cdf(-8.0)");
    close(normal_quantile(0.8), 0.8416212335729143, "st.norm.ppf(0.8)");
    close(normal_quantile(0.975), 1.959963984540054, "st.norm.ppf(0.975)");
    close(normal_quantile(1e-10), -6.361340902404056, "st.norm.ppf(1e-10)");
}

#[test]
fn chi_square() {
    close(chi_square_survival(3.84, 1.0), 0.05004352124870519, "st.chi2.sf(3.84, 1.0)");
    close(chi_square_survival(22.8, 1.0), 1.7976570566502592e-06, "st.chi2.sf(22.8, 1.0)");
    close(chi_square_survival(5.0, 2.0), 0.0820849986238988, "st.chi2.sf(5.0, 2.0)");
    close(chi_square_survival(90.0, 3.0), 2.190570119285308e-19, "st.chi2.sf(90.0, 3.0)");
    close(chi_square_survival(700.0, 600.0), 0.0028957725318222776, "st.chi2.sf(700.0, 600.0)");
    close(
        goodness_of_fit(&[20114.0, 19987.0], &[0.5, 0.5]).unwrap().1,
        0.5259504201333686,
        "st.chisquare([20114, 19987]).pvalue",
    );
    close(
        goodness_of_fit(&[821588.0, 815482.0], &[0.5, 0.5]).unwrap().1,
        1.8217928726191858e-06,
        "st.chisquare([821588, 815482]).pvalue",
    );
    close(
        goodness_of_fit(&[821588.0, 815482.0], &[0.5, 0.5]).unwrap().0,
        22.77436884189436,
        "st.chisquare([821588, 815482]).statistic",
    );
    close(
        goodness_of_fit(&[5020.0, 2470.0, 2600.0], &[0.5, 0.25, 0.25]).unwrap().1,
        0.16549559453105864,
        "st.chisquare([5020, 2470, 2600], [5045, 2522.5, 2522.5]).pvalue",
    );
}

#[test]
fn binomial() {
    close(binomial_pmf(3.0, 10.0, 0.3), 0.266827932, "mp.binomial(10, 3) * mp.mpf(0.3)**3 * (1-mp.mpf(0.3))**7");
    close(
        binomial_pmf(250.0, 5000.0, 0.05),
        0.02587814328165065,
        "mp.binomial(5000, 250) * mp.mpf(0.05)**250 * (1-mp.mpf(0.05))**4750",
    );
    close(
        binomial_pmf(300.0, 5000.0, 0.05),
        0.00016646523072232528,
        "mp.binomial(5000, 300) * mp.mpf(0.05)**300 * (1-mp.mpf(0.05))**4700",
    );
    close(
        binomial_pmf(0.0, 40.0, 0.02),
        0.44570040395095106,
        "mp.binomial(40, 0) * mp.mpf(0.02)**0 * (1-mp.mpf(0.02))**40",
    );
    close(
        binomial_pmf(40.0, 40.0, 0.97),
        0.29571228739913247,
        "mp.binomial(40, 40) * mp.mpf(0.97)**40 * (1-mp.mpf(0.97))**0",
    );
    close(binomial_cdf(3.0, 10.0, 0.3), 0.6496107184000002, "st.binom.cdf(3, 10, 0.3)");
    close(binomial_cdf(250.0, 5000.0, 0.05), 0.5168178196478084, "st.binom.cdf(250, 5000, 0.05)");
    close(binomial_cdf(200.0, 5000.0, 0.05), 0.00046361043013191087, "st.binom.cdf(200, 5000, 0.05)");
}

#[test]
fn two_shares() {
    close(
        z_pooled(shares(250, 5000, 295, 5000)),
        1.9823644281093045,
        "pr.proportions_ztest([295, 250], [5000, 5000])[0]",
    );
    close(
        two_sided_p(z_pooled(shares(250, 5000, 295, 5000))),
        0.04743846786449462,
        "pr.proportions_ztest([295, 250], [5000, 5000])[1]",
    );
    close(
        wald(shares(250, 5000, 295, 5000), 0.95).low,
        0.00010344733900721596,
        "pr.confint_proportions_2indep(295, 5000, 250, 5000, method='wald')[0]",
    );
    close(
        wald(shares(250, 5000, 295, 5000), 0.95).high,
        0.01789655266099277,
        "pr.confint_proportions_2indep(295, 5000, 250, 5000, method='wald')[1]",
    );
    close(
        newcombe(shares(250, 5000, 295, 5000), 0.95).low,
        9.447033139672704e-05,
        "pr.confint_proportions_2indep(295, 5000, 250, 5000, method='newcomb')[0]",
    );
    close(
        shares(250, 5000, 295, 5000).relative_effect(0.95).unwrap().1.low,
        0.0016526094063817887,
        "pr.confint_proportions_2indep(295, 5000, 250, 5000, compare='ratio', method='log')[0] - 1",
    );
    close(
        z_pooled(shares(144, 1200, 192, 1200)),
        2.8237248320100705,
        "pr.proportions_ztest([192, 144], [1200, 1200])[0]",
    );
    close(
        two_sided_p(z_pooled(shares(144, 1200, 192, 1200))),
        0.004746911940511481,
        "pr.proportions_ztest([192, 144], [1200, 1200])[1]",
    );
    close(
        wald(shares(144, 1200, 192, 1200), 0.95).low,
        0.012281923513006446,
        "pr.confint_proportions_2indep(192, 1200, 144, 1200, method='wald')[0]",
    );
    close(
        wald(shares(144, 1200, 192, 1200), 0.95).high,
        0.06771807648699357,
        "pr.confint_proportions_2indep(192, 1200, 144, 1200, method='wald')[1]",
    );
    close(
        newcombe(shares(144, 1200, 192, 1200), 0.95).low,
        0.01223757945855631,
        "pr.confint_proportions_2indep(192, 1200, 144, 1200, method='newcomb')[0]",
    );
    close(
        shares(144, 1200, 192, 1200).relative_effect(0.95).unwrap().1.low,
        0.09087311691177424,
        "pr.confint_proportions_2indep(192, 1200, 144, 1200, compare='ratio', method='log')[0] - 1",
    );
    close(
        z_pooled(shares(250, 5000, 300, 5000)),
        2.193172316532562,
        "pr.proportions_ztest([300, 250], [5000, 5000])[0]",
    );
    close(
        two_sided_p(z_pooled(shares(250, 5000, 300, 5000))),
        0.02829496629023119,
        "pr.proportions_ztest([300, 250], [5000, 5000])[1]",
    );
    close(
        wald(shares(250, 5000, 300, 5000), 0.95).low,
        0.0010654874618687762,
        "pr.confint_proportions_2indep(300, 5000, 250, 5000, method='wald')[0]",
    );
    close(
        wald(shares(250, 5000, 300, 5000), 0.95).high,
        0.018934512538131214,
        "pr.confint_proportions_2indep(300, 5000, 250, 5000, method='wald')[1]",
    );
    close(
        newcombe(shares(250, 5000, 300, 5000), 0.95).low,
        0.0010580192586747,
        "pr.confint_proportions_2indep(300, 5000, 250, 5000, method='newcomb')[0]",
    );
    close(
        shares(250, 5000, 300, 5000).relative_effect(0.95).unwrap().1.low,
        0.019305936552911573,
        "pr.confint_proportions_2indep(300, 5000, 250, 5000, compare='ratio', method='log')[0] - 1",
    );
    close(
        z_pooled(shares(6034, 20114, 6396, 19987)),
        4.333833349307957,
        "pr.proportions_ztest([6396, 6034], [19987, 20114])[0]",
    );
    close(
        two_sided_p(z_pooled(shares(6034, 20114, 6396, 19987))),
        1.4653511874587823e-05,
        "pr.proportions_ztest([6396, 6034], [19987, 20114])[1]",
    );
    close(
        wald(shares(6034, 20114, 6396, 19987), 0.95).low,
        0.010966497810625713,
        "pr.confint_proportions_2indep(6396, 19987, 6034, 20114, method='wald')[0]",
    );
    close(
        wald(shares(6034, 20114, 6396, 19987), 0.95).high,
        0.029069399242255753,
        "pr.confint_proportions_2indep(6396, 19987, 6034, 20114, method='wald')[1]",
    );
    close(
        newcombe(shares(6034, 20114, 6396, 19987), 0.95).low,
        0.01096506257846005,
        "pr.confint_proportions_2indep(6396, 19987, 6034, 20114, method='newcomb')[0]",
    );
    close(
        shares(6034, 20114, 6396, 19987).relative_effect(0.95).unwrap().1.low,
        0.03600548098747414,
        "pr.confint_proportions_2indep(6396, 19987, 6034, 20114, compare='ratio', method='log')[0] - 1",
    );
    close(z_pooled(shares(80, 204, 97, 211)), 1.3911918586212964, "pr.proportions_ztest([97, 80], [211, 204])[0]");
    close(
        two_sided_p(z_pooled(shares(80, 204, 97, 211))),
        0.16416725537333365,
        "pr.proportions_ztest([97, 80], [211, 204])[1]",
    );
    close(
        wald(shares(80, 204, 97, 211), 0.95).low,
        -0.027365471377258685,
        "pr.confint_proportions_2indep(97, 211, 80, 204, method='wald')[0]",
    );
    close(
        wald(shares(80, 204, 97, 211), 0.95).high,
        0.16248302550791566,
        "pr.confint_proportions_2indep(97, 211, 80, 204, method='wald')[1]",
    );
    close(
        newcombe(shares(80, 204, 97, 211), 0.95).low,
        -0.02743854933599077,
        "pr.confint_proportions_2indep(97, 211, 80, 204, method='newcomb')[0]",
    );
    close(
        shares(80, 204, 97, 211).relative_effect(0.95).unwrap().1.low,
        -0.06383472073150154,
        "pr.confint_proportions_2indep(97, 211, 80, 204, compare='ratio', method='log')[0] - 1",
    );
    close(z_pooled(shares(12, 90, 31, 700)), -3.505190318467621, "pr.proportions_ztest([31, 12], [700, 90])[0]");
    close(
        two_sided_p(z_pooled(shares(12, 90, 31, 700))),
        0.00045628098341206715,
        "pr.proportions_ztest([31, 12], [700, 90])[1]",
    );
    close(
        wald(shares(12, 90, 31, 700), 0.95).low,
        -0.16091215611492446,
        "pr.confint_proportions_2indep(31, 700, 12, 90, method='wald')[0]",
    );
    close(
        wald(shares(12, 90, 31, 700), 0.95).high,
        -0.017183081980313625,
        "pr.confint_proportions_2indep(31, 700, 12, 90, method='wald')[1]",
    );
    close(
        newcombe(shares(12, 90, 31, 700), 0.95).low,
        -0.17542436603215814,
        "pr.confint_proportions_2indep(31, 700, 12, 90, method='newcomb')[0]",
    );
    close(
        shares(12, 90, 31, 700).relative_effect(0.95).unwrap().1.low,
        -0.822958526626143,
        "pr.confint_proportions_2indep(31, 700, 12, 90, compare='ratio', method='log')[0] - 1",
    );
    close(
        z_unpooled(shares(250, 5000, 295, 5000)),
        1.9827540546353655,
        "pr.test_proportions_2indep(295, 5000, 250, 5000, method='wald').statistic",
    );
    close(
        two_sided_p(z_unpooled(shares(12, 90, 31, 700))),
        0.015157295993065556,
        "pr.test_proportions_2indep(31, 700, 12, 90, method='wald').pvalue",
    );
    close(
        newcombe(shares(3, 40, 9, 42), 0.95).low,
        -0.018005912098883248,
        "pr.confint_proportions_2indep(9, 42, 3, 40, method='newcomb')[0]",
    );
    close(
        newcombe(shares(3, 40, 9, 42), 0.95).high,
        0.29250060698929825,
        "pr.confint_proportions_2indep(9, 42, 3, 40, method='newcomb')[1]",
    );
    close(
        newcombe(shares(0, 40, 5, 42), 0.9).low,
        0.0318725846775819,
        "pr.confint_proportions_2indep(5, 42, 0, 40, method='newcomb', alpha=0.1)[0]",
    );
    close(wilson(3.0, 40.0, 0.95).low, 0.025836025774588184, "pr.proportion_confint(3, 40, method='wilson')[0]");
    close(wilson(3.0, 40.0, 0.95).high, 0.1986423352431055, "pr.proportion_confint(3, 40, method='wilson')[1]");
}

#[test]
fn fisher() {
    close(
        fisher_exact(3.0, 40.0, 9.0, 42.0).unwrap(),
        0.11716585081651498,
        "st.fisher_exact([[3, 37], [9, 33]]).pvalue",
    );
    close(
        fisher_exact(0.0, 40.0, 5.0, 42.0).unwrap(),
        0.055292557144980735,
        "st.fisher_exact([[0, 40], [5, 37]]).pvalue",
    );
    close(
        fisher_exact(8.0, 60.0, 2.0, 50.0).unwrap(),
        0.10788891659785078,
        "st.fisher_exact([[8, 52], [2, 48]]).pvalue",
    );
    close(
        fisher_exact(5.0, 5000.0, 17.0, 5000.0).unwrap(),
        0.01678329574610285,
        "st.fisher_exact([[5, 4995], [17, 4983]]).pvalue",
    );
    close(
        fisher_exact(38.0, 40.0, 30.0, 42.0).unwrap(),
        0.006839504738684258,
        "st.fisher_exact([[38, 2], [30, 12]]).pvalue",
    );
    close(fisher_exact(9.0, 1000.0, 9.0, 1000.0).unwrap(), 1.0, "st.fisher_exact([[9, 991], [9, 991]]).pvalue");
}

#[test]
fn two_means() {
    close(
        welch(means(41.0, 12.0, 300, 43.5, 14.0, 280), 0.95).p,
        0.021739184700561444,
        "st.ttest_ind_from_stats(43.5, 14.0, 280, 41.0, 12.0, 300, equal_var=False).pvalue",
    );
    close(
        welch(means(41.0, 12.0, 300, 43.5, 14.0, 280), 0.95).t,
        2.3014365447458087,
        "st.ttest_ind_from_stats(43.5, 14.0, 280, 41.0, 12.0, 300, equal_var=False).statistic",
    );
    close(
        welch(means(5.0, 1.0, 5, 7.5, 3.0, 4), 0.95).p,
        0.19466291136380628,
        "st.ttest_ind_from_stats(7.5, 3.0, 4, 5.0, 1.0, 5, equal_var=False).pvalue",
    );
    close(
        welch(means(5.0, 1.0, 5, 7.5, 3.0, 4), 0.95).t,
        1.5971914124998499,
        "st.ttest_ind_from_stats(7.5, 3.0, 4, 5.0, 1.0, 5, equal_var=False).statistic",
    );
    close(
        welch(means(100.0, 250.0, 20000, 104.0, 260.0, 21000), 0.95).p,
        0.11227232628836693,
        "st.ttest_ind_from_stats(104.0, 260.0, 21000, 100.0, 250.0, 20000, equal_var=False).pvalue",
    );
    close(
        welch(means(100.0, 250.0, 20000, 104.0, 260.0, 21000), 0.95).t,
        1.588096081774185,
        "st.ttest_ind_from_stats(104.0, 260.0, 21000, 100.0, 250.0, 20000, equal_var=False).statistic",
    );
    close(
        welch(means(2.875, 1.6520189667999174, 4, 4.833333333333333, 1.607275126832159, 3), 0.95).interval.low,
        -1.3376507912927655,
        "ws.CompareMeans.from_data([3.0, 5.5, 6.0], [1.0, 2.0, 4.0, 4.5]).tconfint_diff(usevar='unequal')[0]",
    );
    close(
        welch(means(2.875, 1.6520189667999174, 4, 4.833333333333333, 1.607275126832159, 3), 0.95).interval.high,
        5.254317457959432,
        "ws.CompareMeans.from_data([3.0, 5.5, 6.0], [1.0, 2.0, 4.0, 4.5]).tconfint_diff(usevar='unequal')[1]",
    );
}

#[test]
fn sample_size() {
    close(
        sample_size_of_proportions(0.05, 0.06, 0.05, 0.8),
        8157.7314478492835,
        "pr.samplesize_proportions_2indep_onetail(0.06-0.05, 0.05, 0.8, alpha=0.05, alternative='two-sided')",
    );
    close(
        sample_size_of_proportions(0.3, 0.32, 0.05, 0.8),
        8393.197842663076,
        "pr.samplesize_proportions_2indep_onetail(0.32-0.3, 0.3, 0.8, alpha=0.05, alternative='two-sided')",
    );
    close(
        sample_size_of_proportions(0.12, 0.1, 0.05, 0.8),
        3840.847482436278,
        "pr.samplesize_proportions_2indep_onetail(0.1-0.12, 0.12, 0.8, alpha=0.05, alternative='two-sided')",
    );
    close(
        means(41.0, 12.0, 300, 43.5, 12.0, 280).sample_size(2.5, 0.05, 0.8),
        361.6763781588062,
        "pw.normal_sample_size_one_tail(2.5, 0.8, 0.025, std_null=12*2**.5, std_alternative=12*2**.5)",
    );
    close(
        means(41.0, 12.0, 300, 43.5, 14.0, 280).sample_size(2.5, 0.05, 0.8),
        426.97905754859056,
        "pw.normal_sample_size_one_tail(2.5, 0.8, 0.025, std_null=(144+196)**.5, std_alternative=(144+196)**.5)",
    );
}

#[test]
fn better() {
    close(probability_better(shares(250, 5000, 295, 5000)), 0.9762286236574306, "pb(250, 5000, 295, 5000)");
    close(probability_better(shares(144, 1200, 192, 1200)), 0.9976259726189826, "pb(144, 1200, 192, 1200)");
    close(probability_better(shares(80, 204, 97, 211)), 0.9174023234760037, "pb(80, 204, 97, 211)");
    close(probability_better(shares(3, 40, 9, 42)), 0.9587398292990211, "pb(3, 40, 9, 42)");
    close(probability_better(shares(0, 10, 0, 10)), 0.5, "pb(0, 10, 0, 10)");
    close(probability_better(shares(9, 20, 300, 9000)), 5.00956872487644e-10, "pb(9, 20, 300, 9000)");
    close(probability_better(shares(300, 9000, 9, 20)), 0.9999999994990432, "pb(300, 9000, 9, 20)");
    close(probability_better(shares(400, 5000, 250, 5000)), 5.136035534493472e-10, "pb(400, 5000, 250, 5000)");
}

#[test]
fn several() {
    close(holm(&[0.01, 0.04, 0.03])[0], 0.03, "mt.multipletests([0.01, 0.04, 0.03], method='holm')[1][0]");
    close(holm(&[0.01, 0.04, 0.03])[1], 0.06, "mt.multipletests([0.01, 0.04, 0.03], method='holm')[1][1]");
    close(holm(&[0.01, 0.04, 0.03])[2], 0.06, "mt.multipletests([0.01, 0.04, 0.03], method='holm')[1][2]");
    close(holm(&[0.2, 0.001, 0.04, 0.6])[0], 0.4, "mt.multipletests([0.2, 0.001, 0.04, 0.6], method='holm')[1][0]");
    close(holm(&[0.2, 0.001, 0.04, 0.6])[1], 0.004, "mt.multipletests([0.2, 0.001, 0.04, 0.6], method='holm')[1][1]");
    close(holm(&[0.2, 0.001, 0.04, 0.6])[2], 0.12, "mt.multipletests([0.2, 0.001, 0.04, 0.6], method='holm')[1][2]");
    close(holm(&[0.2, 0.001, 0.04, 0.6])[3], 0.6, "mt.multipletests([0.2, 0.001, 0.04, 0.6], method='holm')[1][3]");
}

#[test]
fn spread() {
    close(
        RatioSpread::of(&[1.2, 0.9, 1.8, 1.5], 0.9).unwrap().mean,
        1.306763152407859,
        "st.gmean([1.2, 0.9, 1.8, 1.5])",
    );
    close(
        RatioSpread::of(&[1.2, 0.9, 1.8, 1.5], 0.9).unwrap().next.unwrap().low,
        0.5952875883110531,
        "np.exp(np.mean(np.log([1.2, 0.9, 1.8, 1.5])) - st.t.ppf(0.95, 3) * np.std(np.log([1.2, 0.9, 1.8, 1.5]), ddof=1) * np.sqrt(1.25))",
    );
    close(
        RatioSpread::of(&[1.2, 0.9, 1.8, 1.5], 0.9).unwrap().next.unwrap().high,
        2.8685797755935143,
        "np.exp(np.mean(np.log([1.2, 0.9, 1.8, 1.5])) + st.t.ppf(0.95, 3) * np.std(np.log([1.2, 0.9, 1.8, 1.5]), ddof=1) * np.sqrt(1.25))",
    );
}
