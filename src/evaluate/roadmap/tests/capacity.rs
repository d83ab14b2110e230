//! What has room on a roadmap, and what takes it.

use super::{CommitmentState, ScheduledItem, item, names, roadmap};

#[test]
fn what_has_no_room_is_worth_the_least_and_not_what_is_small() {
    let item = |id: &str, weeks: u32, value: u32, more: &str| {
        format!("initiative {id} {{ team: t; effort: {weeks} person-weeks; f {{ value: {value} }}{more} }}\n")
    };
    let placed = |items: &[String]| {
        let text = format!(
            "plan p {{ horizon: 2026-05-04 to 2026-11-27; rank_by: f }}\nteam t {{ capacity: 1 person }}\nframework f {{ input value {{ }} score: `value` }}\n{}",
            items.concat()
        );
        let (evaluated, roadmap) = roadmap(&text);
        let within = |p: &&ScheduledItem| p.state != CommitmentState::Later;
        let found: Vec<usize> = roadmap.items.iter().filter(within).map(|p| p.initiative).collect();
        names(&evaluated, &found)
    };
    // 30 weeks for 32 of work: of four that are worth 9, 8, 7 and 6 the last has none.
    let four = [item("a", 4, 9, ""), item("b", 8, 8, ""), item("c", 8, 7, ""), item("d", 12, 6, "")];
    assert_eq!(placed(&four), "a b c");
    // What can't be in time takes no room from what can.
    let late = "; due: 2026-11-20";
    assert_eq!(placed(&[item("b", 1, 8, late), item("e", 50, 6, late)]), "b");
}

#[test]
fn the_middle_of_a_range_in_whole_weeks_takes_no_week_more() {
    for (range, weeks) in [("2 to 8", 4), ("2 to 50", 10), ("1 to 4", 2), ("4 to 9", 6), ("3 to 12", 6)] {
        let text = format!("team t {{ capacity: 1 person }}\ninitiative y {{ team: t; effort: {range} person-weeks }}");
        let (evaluated, roadmap) = roadmap(&text);
        let (y, today) = (item(&evaluated, &roadmap, "y"), evaluated.today());
        assert_eq!(y.finish.map(|f| f.days_since(today) / 7 + 1), Some(weeks), "{range}");
    }
}

#[test]
fn what_no_team_has_a_share_of_is_nobodys() {
    let state = |teams: &str| {
        let text = format!(
            "plan p {{ horizon: 2026 }}\nteam t {{ capacity: 1 person }}\nteam u {{ capacity: 1 person }}\ninitiative a {{ team: {teams}; effort: 4 person-weeks }}"
        );
        let (evaluated, roadmap) = roadmap(&text);
        item(&evaluated, &roadmap, "a").state
    };
    assert_eq!(state("t = 10%"), CommitmentState::Unstaffed);
    assert_eq!(state("t = 60%, u = 30%"), CommitmentState::Unstaffed);
    for whole in ["t", "t = 100%", "t = 60%, u = 40%", "t = 60%, u", "t = 33.3333%, u = 66.6667%"] {
        assert_eq!(state(whole), CommitmentState::Planned, "{whole}");
    }
}

#[test]
fn what_never_ends_has_the_people_that_others_want() {
    let text = "plan p { horizon: 2026-05 to 2026-10; rank_by: f }
framework f { input value { } score: `value` }
team t { capacity: 1 person; reserve: 0% }
person mo { }
decision d { about: big; verdict: commit; because: \"x\"; by: mo; on: 2026-01-10 }
initiative big { team: t; effort: 40 person-months; f { value: 5 } }
initiative small { team: t; effort: 1 person-week; due: 2026-06-30; f { value: 4 } }
";
    let (evaluated, one) = roadmap(text);
    assert_eq!(
        (item(&evaluated, &one, "small").finish, item(&evaluated, &one, "small").state),
        (None, CommitmentState::Later)
    );
    assert_eq!(one.teams[0].load, one.teams[0].capacity);
    // In draws too: where the first is never less than ten months, the second is never done in two.
    let (evaluated, drawn) =
        roadmap(&text.replace("effort: 40 person-months", "effort: 10 to 300 person-months likely 20"));
    let late = item(&evaluated, &drawn, "small").late.unwrap();
    assert!(late.probability.is_none_or(|p| p > 0.95), "{late:?}");
}
