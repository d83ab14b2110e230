//! The paragraph on units of the language, rule by rule.

use super::{
    Amount, Currency, Mismatch, Note, Noun, NounSettings, QuantityError, Rate, TimeUnit, Unit, UnitError, UnitSettings,
    UnitSystem, print,
};
use proptest::prelude::*;

fn noun(id: &str, is: Option<&str>, unique: bool) -> NounSettings {
    NounSettings { id: id.into(), is: is.map(Into::into), unique }
}

fn system() -> UnitSystem {
    let rate = |of: &str, value, other: &str| Rate {
        of: Currency::new(of).unwrap(),
        value,
        in_terms_of: Currency::new(other).unwrap(),
    };
    let settings = UnitSettings {
        currency: Some(Currency::USD),
        rates: vec![rate("EUR", 1.08, "USD"), rate("CHF", 1.05, "EUR")],
        nouns: vec![noun("user", None, true), noun("pupil", Some("user"), false), noun("genie", None, false)],
        ..UnitSettings::default()
    };
    let (system, problems) = UnitSystem::new(&settings);
    assert_eq!(problems, []);
    system
}

/// A quantity in another unit, as people write it, with its note after it.
fn converted(text: &str, to: &str) -> Result<String, Mismatch> {
    let system = system();
    let (value, unit) = system.parse_quantity(text).unwrap();
    let conversion = system.convert(&unit, &system.parse(to).unwrap())?;
    Ok(print::quantity(conversion.apply(value), &conversion.unit))
}

fn note(text: &str, to: &str) -> Option<Note> {
    let system = system();
    let (_, unit) = system.parse_quantity(text).unwrap();
    system.convert(&unit, &system.parse(to).unwrap()).unwrap().note
}

fn is(text: &str, to: &str, expected: &str) {
    assert_eq!(converted(text, to).as_deref(), Ok(expected), "{text} in {to}");
}

fn value(text: &str, to: &str) -> f64 {
    let system = system();
    let (value, unit) = system.parse_quantity(text).unwrap();
    system.convert(&unit, &system.parse(to).unwrap()).unwrap().apply(value)
}

fn refused(text: &str, to: &str) -> String {
    converted(text, to).unwrap_err().message(text)
}

#[test]
fn time_is_that_of_the_calendar() {
    assert_eq!(value("1 week", "days"), 7.0);
    assert_eq!(value("12 months", "year"), 1.0);
    assert_eq!(value("1 month", "days"), 365.25 / 12.0);
    assert_eq!(value("1 year", "quarters"), 4.0);
    assert_eq!(value("7 hours", "minutes"), 420.0);
    assert_eq!(value("90 seconds", "minute"), 1.5);
    assert_eq!(value("400 customers/quarter", "customers/month"), 400.0 / 3.0);
    assert_eq!(value("100 orders/month", "orders/year"), 1200.0);
    assert_eq!(value("41 minutes/user/week", "hours/user/week"), 41.0 / 60.0);
}

#[test]
fn effort_has_its_own_lengths() {
    assert_eq!(value("1 person-week", "person-days"), 5.0);
    assert_eq!(value("1 person-month", "person-days"), 20.0);
    assert_eq!(value("8 person-hours", "person-day"), 1.0);
    assert_eq!(value("1 person-quarter", "person-months"), 3.0);
    assert_eq!(value("1 person-year", "person-months"), 12.0);
    is("2 person-weeks", "person-months", "0.5 person-months");
    let (system, _) = UnitSystem::new(&UnitSettings { person_month: 18.5, ..UnitSettings::default() });
    let [month, day] = ["person-month", "person-days"].map(|unit| system.parse(unit).unwrap());
    assert_eq!(system.convert(&month, &day).unwrap().apply(2.0), 37.0);
}

#[test]
fn effort_over_the_same_calendar_unit_is_a_head_count() {
    is("5 person-weeks/week", "people", "5 people");
    is("5 people", "person-weeks/week", "5 person-weeks/week");
    is("1 person-month/month", "people", "1 person");
    is("5 person-days/week", "people", "1 person");
    is("10 person-days/week", "person-months/month", "2 person-months/month");
    is("60 person-days/quarter", "person", "1 person");
    is("5 people", "count", "5 people");
    assert_eq!(
        refused("5 people", "person-months"),
        "`5 people` is a head count, but effort (`person-months`) is expected"
    );
}

#[test]
fn count_takes_any_noun_and_a_noun_those_that_are_it() {
    is("500 customers/month", "count/month", "500 customers/month");
    is("1 customer/month", "count/month", "1 customer/month");
    is("18K users/month", "users/month", "18000 users/month");
    is("30 pupils", "users", "30 users");
    is("3 hours/pupil", "hours/user", "3 hours/user");
    is("7 hours/pupil", "minutes/count", "420 minutes/pupil");
    assert_eq!(refused("30 orders", "users"), "`30 orders` counts orders, but `users` is expected");
    assert_eq!(refused("30 users", "pupils"), "`30 users` counts users, but `pupils` is expected");
    assert_eq!(
        converted("30 orders", "users").unwrap_err().help().unwrap(),
        "where orders count as users, declare `noun order { is: user }`"
    );
}

#[test]
fn people_are_not_events() {
    let found = note("1000 users/week", "users/month").unwrap();
    assert_eq!(
        found,
        Note::PeopleAreNotEvents { noun: Noun::new("user"), given: TimeUnit::Week, asked: TimeUnit::Month }
    );
    assert_eq!(
        found.message("1000 users/week"),
        "`1000 users/week` counts users per week, and the same ones may come again within a month"
    );
    assert!(note("1000 pupils/week", "count/month").is_some(), "by what the noun is");
    assert!(note("1000 people/week", "count/month").is_some(), "people are people");
    assert_eq!(note("1000 orders/week", "orders/month"), None);
    assert_eq!(note("1000 users/month", "count/month"), None);
    assert_eq!(note("$7/user/month", "money/user/year"), None, "users below the line are not added up");
    assert_eq!(note("5 person-days/week", "person-months/month"), None);
}

#[test]
fn money_fills_in_the_plans_currency() {
    is("$50K/year", "money/year", "$50K/year");
    is("€50K/year", "money/year", "$54K/year");
    is("2M CHF", "USD", "$2.268M");
    is("$12K/year", "money/month", "$1K/month");
    is("$108", "EUR", "€100");
    assert_eq!(refused("£300", "money"), "`£300` is in GBP, and the plan has no rate to USD");
    assert_eq!(converted("£300", "money").unwrap_err().help().unwrap(), "add `rate: GBP = … USD` to the `plan` block");
    let (plain, _) = UnitSystem::new(&UnitSettings::default());
    let [pounds, money] = ["GBP", "money"].map(|unit| plain.parse(unit).unwrap());
    assert_eq!(plain.convert(&pounds, &money).unwrap().unit, pounds);
    assert_eq!(refused("$50", "money/year"), "`$50` is money, but money per time (`money/year`) is expected");
}

#[test]
fn ratios_and_points() {
    is("80%", "%", "80%");
    is("0.8", "%", "80%");
    is("12%/year", "%/month", "1%/month");
    is("10%", "pp", "10 pp");
    assert_eq!(note("10%", "pp"), Some(Note::RelativeChange));
    assert_eq!(note("10 pp", "pp"), None);
    is("10 pp", "%", "10%");
    assert!(matches!(converted("10", "pp"), Err(Mismatch::Bare { .. })));
}

#[test]
fn what_does_not_fit_is_said_in_words() {
    assert_eq!(refused("3 weeks", "person-months"), "`3 weeks` is time, but effort (`person-months`) is expected");
    assert_eq!(refused("3", "person-months"), "`3` has no unit, but effort (`person-months`) is expected");
    assert_eq!(refused("5 users", "minutes"), "`5 users` is a count of users, but time (`minutes`) is expected");
    assert_eq!(
        refused("5 users", "users/month"),
        "`5 users` is a count of users, but a count of users per time (`users/month`) is expected"
    );
    let meant = |text: &str, to: &str| converted(text, to).unwrap_err().suggestion().map(|unit| unit.to_string());
    assert_eq!(meant("3 weeks", "person-months").as_deref(), Some("person-weeks"));
    assert_eq!(meant("3 person-weeks", "days").as_deref(), Some("weeks"));
    assert_eq!(meant("500 users", "count/month").as_deref(), Some("users/month"));
    assert_eq!(meant("500", "users/month").as_deref(), Some("users/month"));
    assert_eq!(meant("500", "count/month"), None, "the noun is the author's to say");
    let help = |text: &str, to: &str| converted(text, to).unwrap_err().help().unwrap();
    assert_eq!(help("500", "count/month"), "say what is counted, as in `users/month`");
    assert_eq!(help("3 weeks", "person-months"), "did you mean `person-weeks`?");
    assert_eq!(meant("3 minutes", "person-months"), None, "there is no person-minute");
}

#[test]
fn dimensions_have_words() {
    let words = |text: &str| system().parse(text).unwrap().dimension_words();
    for (unit, expected) in [
        ("weeks", "time"),
        ("person-days", "effort"),
        ("money/year", "money per time"),
        ("users/month", "a count of users per time"),
        ("%", "a ratio"),
        ("pp", "percentage points"),
        ("person-weeks/week", "a head count"),
        ("minutes/user/week", "time per user per time"),
        ("points", "a count of points"),
    ] {
        assert_eq!(words(unit), expected, "{unit}");
    }
}

#[test]
fn units_are_read_in_singular_and_plural() {
    let system = system();
    for (one, many) in [("user/month", "users/months"), ("person-week", "person-weeks"), ("person", "people")] {
        assert_eq!(system.parse(one), system.parse(many));
    }
    assert_eq!(system.parse("genies").unwrap(), system.parse("genie").unwrap(), "declared, against the rule");
    for text in ["minutes/user/week", "person-days", "count/month", "money/year", "pp", "%", "points", "CHF/year"] {
        assert_eq!(system.parse(text).unwrap().to_string(), text);
    }
    assert_eq!(system.parse(" users / month ").unwrap().to_string(), "users/month");
    assert_eq!(system.parse("API").unwrap().to_string(), "APIs", "three capitals that are no currency");
}

#[test]
fn what_is_no_unit_is_refused_with_the_right_one() {
    let system = system();
    let instead = |text: &str| match system.parse(text) {
        Err(UnitError::Unknown { instead, .. }) => instead,
        other => panic!("{text}: {other:?}"),
    };
    for (text, expected) in [
        ("hrs", "hours"),
        ("Weeks", "weeks"),
        ("FTE", "people"),
        ("man-months", "person-months"),
        ("person_days", "person-days"),
        ("person months", "person-months"),
        ("dev-days", "person-days"),
        ("manmonths", "person-months"),
        ("users per month", "users/month"),
        ("percent", "%"),
    ] {
        assert_eq!(instead(text).as_deref(), Some(expected), "{text}");
    }
    assert_eq!(instead("two words"), None);
    assert_eq!(instead("pérson"), None);
    assert_eq!(instead("person-seconds"), None);
    assert_eq!(system.parse(""), Err(UnitError::Empty));
    assert_eq!(system.parse("users/"), Err(UnitError::MissingName));
    assert_eq!(system.parse("/month"), Err(UnitError::MissingName));
    assert_eq!(system.parse("users/%"), Err(UnitError::RatioBelow { word: "%".into() }));
    assert_eq!(system.parse("aa/bb/cc/dd/ee/ff/gg/hh/ii"), Err(UnitError::TooMany));
    assert!(matches!(system.parse_quantity("$5 users"), Err(QuantityError::Unit(UnitError::TrailingName { .. }))));
    assert!(matches!(system.parse_quantity("5k users"), Err(QuantityError::Numeral(_))));
    assert_eq!(system.parse_quantity("5 %").unwrap().0, 0.05);
}

fn any_value() -> impl Strategy<Value = f64> {
    prop_oneof![
        -1e6f64..1e6,
        (-100_000i32..100_000).prop_map(|cents| f64::from(cents) / 100.0),
        (0i32..10_000).prop_map(|thousands| f64::from(thousands) * 1e3),
        proptest::num::f64::NORMAL,
    ]
}

fn any_unit() -> impl Strategy<Value = Unit> {
    let above = prop::sample::select(vec![
        "users",
        "genies",
        "boxes",
        "people",
        "person-days",
        "weeks",
        "%",
        "pp",
        "USD",
        "EUR",
        "GBP",
        "CHF",
        "hypotheses",
    ]);
    let below = prop::sample::select(vec!["", "/month", "/user/week", "/day"]);
    (above, below).prop_map(|(above, below)| system().parse(&format!("{above}{below}")).unwrap())
}

proptest! {
    #[test]
    fn a_conversion_goes_there_and_back(
        kind in 0usize..3, from in 0usize..6, to in 0usize..6, value in -1e9f64..1e9,
    ) {
        let names: [[&str; 6]; 3] = [
            ["orders/minute", "orders/day", "orders/week", "orders/month", "orders/quarter", "orders/year"],
            ["person-hour", "person-days", "person-weeks", "person-months", "person-quarters", "person-years"],
            ["USD/year", "EUR/month", "CHF/week", "USD/day", "EUR/quarter", "CHF/year"],
        ];
        let system = system();
        let [from, to] = [from, to].map(|at| system.parse(names[kind][at]).unwrap());
        let there = system.convert(&from, &to).unwrap();
        let back = system.convert(&to, &from).unwrap();
        let again = back.apply(there.apply(value));
        prop_assert!((again - value).abs() <= value.abs() * 1e-14, "{} {} {}", value, there.apply(value), again);
    }

    #[test]
    fn source_text_is_read_back(value in any_value(), unit in any_unit()) {
        let text = print::source_text(value, &unit);
        let read = system().parse_quantity(&text);
        prop_assert_eq!(read, Ok((value + 0.0, unit)), "{}", text);
    }

    #[test]
    fn never_a_panic(text in "[-$€0-9.KM%/ a-zéA-Z_]{0,20}") {
        let system = system();
        if let Ok((value, unit)) = system.parse_quantity(&text) {
            let _ = print::quantity(value, &unit);
            let _ = system.convert(&unit, &system.parse("count/month").unwrap());
        }
    }
}

#[test]
fn printing_for_people() {
    let system = system();
    let print = |text: &str| {
        let (value, unit) = system.parse_quantity(text).unwrap();
        print::quantity(value, &unit)
    };
    for text in [
        "400 customers/quarter",
        "3 person-months",
        "1 person-month",
        "$50K/year",
        "80%",
        "12%/year",
        "10 pp",
        "$4.2B",
        "$800M",
        "2M CHF",
        "$7/month",
        "-$50K",
        "5 people",
        "1 person",
        "0.5 weeks",
        "1 customer/quarter",
        "7",
        "$1250",
        "$1.25M",
        "$1.5K",
        "0%",
        "0.5%",
        "33.1%",
    ] {
        assert_eq!(print(text), text);
    }
    assert_eq!(print("$1234567"), "$1234567");
    assert_eq!(print("0.999 weeks"), "0.999 weeks");
    assert_eq!(print("1.001 weeks"), "1 week", "the number is judged as it is printed");
    assert_eq!(print::number(-0.0), "0");
    assert_eq!(print::number(0.99996), "1");
    assert_eq!(print::number(1e15), "1000000000000000");
    assert_eq!(print::number(1.23456e20), "1.235e20");
    assert_eq!(print::number(f64::NAN), "not a number");
    assert_eq!(print::exact(0.1 + 0.2), "0.30000000000000004");
    assert_eq!(print::exact(1e300), "1e300");
    assert_eq!(print::exact(-0.0), "0");
}

#[test]
fn ranges_are_printed_as_they_are_written() {
    let range = |low, high, likely| Amount::Range { low, high, likely };
    for (amount, unit, expected) in [
        (range(4.0, 9.0, Some(5.0)), "person-months", "4 to 9 person-months likely 5"),
        (range(0.6, 0.85, None), "%", "60% to 85%"),
        (range(10.0, 25.0, None), "pp", "10 to 25 pp"),
        (range(40e3, 60e3, None), "USD/year", "$40K to $60K/year"),
        (range(2e6, 3e6, Some(2.5e6)), "CHF", "2M to 3M CHF likely 2.5M"),
    ] {
        let unit = system().parse(unit).unwrap();
        assert_eq!(print::amount(amount, &unit), expected);
        assert_eq!(print::source_amount(amount, &unit), expected);
    }
    let losses = system().parse("USD/year").unwrap();
    let amount = range(-5e3, 3e3, Some(1e3));
    assert_eq!(print::amount(amount, &losses), "-$5K to $3K/year likely $1K");
    assert_eq!(print::source_amount(amount, &losses), "-5K to 3K USD/year likely 1K");
}
