//! The one table of codes. A code is never reused for something else.

use super::severity::Severity::{self, Error, Note, Warning};

/// A diagnostic's code. Printed as `P0201`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code(u16);

macro_rules! codes {
    ($($name:ident $number:literal $severity:ident $title:literal;)*) => {
        impl Code {
            $(#[doc = $title] pub const $name: Code = Code($number);)*

            fn row(self) -> &'static CodeRow {
                ROWS.iter().find(|r| r.code == self).expect("codes are only made in this table")
            }
        }
        static ROWS: &[CodeRow] = &[$(CodeRow {
            code: Code($number), severity: $severity, title: $title,
            page: include_str!(concat!("codes/P", stringify!($number), ".md")),
        },)*];
    };
}

struct CodeRow {
    code: Code,
    severity: Severity,
    title: &'static str,
    page: &'static str,
}

codes! {
    // P01: syntax
    UNREADABLE_FIELD 0101 Error "a line that is neither a field nor a block";
    MISSING_QUOTE 0102 Error "a text without its closing quote";
    UNCLOSED 0103 Error "a block, list, text or code that is never closed";
    UNREADABLE_ITEM 0104 Error "text outside any block that is not an item";
    BAD_NUMBER 0105 Error "a number written in a way that could be misread";
    BAD_NAME 0106 Error "a name that is not valid";
    UNREADABLE_VALUE 0107 Error "a value that can't be read";
    BAD_ESCAPE 0108 Error "an unknown escape in a text";
    STRAY_CLOSE 0109 Error "a closing bracket without its opening one";
    MISSING_VALUE 0110 Error "a field without its value";
    UNSEEN 0111 Error "a character that can't be seen";
    // P02: names
    UNKNOWN_KIND 0201 Error "a kind of item that does not exist";
    UNKNOWN_FIELD 0202 Error "a field or block that does not exist here";
    UNKNOWN_LEVEL 0203 Error "a word that is not one of the levels";
    DUPLICATE_NAME 0204 Error "the same name twice";
    UNKNOWN_REFERENCE 0205 Error "a reference to something that is not declared";
    REPEATED_FIELD 0206 Error "a field given twice that is allowed once";
    MISSING_FIELD 0207 Error "a required field is missing";
    USE_NOT_FOUND 0208 Error "a used file that is not there";
    USE_OUTSIDE 0209 Error "a used file outside the workspace";
    USE_CYCLE 0210 Error "files that use one another in a cycle";
    NAME_TAKEN 0211 Error "a framework named like a field or block of initiatives";
    UNKNOWN_OVERLAY 0212 Error "a scenario changes something that does not exist";
    MISSING_NAME 0213 Error "an item without its name";
    UNKNOWN_FRAMEWORK 0214 Error "a framework that is neither declared nor in the library";
    RENAMED 0215 Warning "a reference to a name that was changed";
    // P03: types and units
    WRONG_DIMENSION 0301 Error "a unit that measures something else";
    MISSING_UNIT 0302 Error "a bare number where a unit belongs";
    WRONG_TYPE 0303 Error "a value of another type than the field takes";
    RANGE_ORDER 0304 Error "a range the wrong way round";
    AMBIGUOUS_SUFFIX 0305 Error "a suffix on one end of a range only";
    OUT_OF_RANGE 0306 Warning "a number outside the range of its input";
    OUT_OF_BOUNDS 0307 Error "a number beyond a hard bound of its field or input";
    PEOPLE_ARE_NOT_EVENTS 0308 Warning "people counted per one period where another is expected";
    MIXED_NOUNS 0309 Warning "different nouns in one column of a framework";
    CONFLICTING_INPUT 0310 Warning "an input given in two places with different values";
    MISSING_RATE 0311 Error "a currency without a rate";
    PERCENT_OR_POINTS 0312 Warning "a relative change of a percentage";
    BAD_WEIGHTING 0313 Error "a weighting that does not fit its framework";
    BAD_FRAMEWORK 0314 Error "a framework that contradicts itself";
    UNKNOWN_CONNECTIVE 0315 Error "a connective that this field does not take";
    BAD_SHARES 0316 Error "impossible shares";
    WEIGHTS_NORMALISED 0317 Note "weights that don't add up to 100%";
    UNKNOWN_EDITION 0318 Error "an unknown edition of the language";
    BAD_ACTUALS 0320 Error "measurements that can't be read";
    ACTUAL_DIFFERS 0321 Warning "a measurement that differs from the one in the plan";
    FORMULA_UNIT 0322 Error "a formula whose unit is not the expected one";
    WIDE_RANGE 0323 Note "a range whose ends lie far apart";
    EQUAL_ENDS 0324 Note "a range whose two ends are equal";
    // P04: dates and dependencies
    CYCLE 0401 Error "things that depend on one another in a cycle";
    BAD_DATE 0402 Error "a date that is not in the calendar";
    PERIOD_ORDER 0403 Error "a period that ends before it starts";
    DECISIONS_ON_ONE_DAY 0404 Error "two decisions about one thing on one day";
    REVIEW_OVERDUE 0405 Warning "a decision whose review has passed";
    NO_CUSTOMER_WORDS 0406 Error "an initiative shown to customers without words for them";
    NOT_YET 0407 Error "something past that is dated in the future";
    // P05: formulas
    FORMULA_SYNTAX 0501 Error "a formula that can't be read";
    UNKNOWN_NAME 0502 Error "an unknown name in a formula";
    FORMULA_FAILED 0503 Error "a formula that gives no finite number";
    FORMULA_LIMIT 0504 Error "a formula beyond the limits";
    FORMULA_REFUSED 0505 Error "something that formulas may not do";
    FORMULA_TYPE 0506 Error "a formula with a result of the wrong type";
    EXAMPLE_FAILED 0507 Error "an example that gives another score";
    EXPECT_FAILED 0508 Error "an expectation that does not hold";
    FORMULA_UNKNOWN 0509 Warning "a check that can't be answered because a value is missing";
    FORMULA_MIXED 0510 Warning "a formula that adds or compares unlike quantities";
    DROPPED_VALUE 0511 Warning "a value in a formula that is not used";
    // P06: lints
    RULE_BROKEN 0601 Warning "a rule of the plan or of a framework is broken";
    UNFOUNDED 0602 Warning "a high confidence without evidence";
    ONE_INPUT_DECIDES 0603 Warning "a ranking that one input decides alone";
    POINT_EFFORT 0604 Note "efforts written as points";
    FLAT_COLUMN 0605 Warning "an input that is nearly the same everywhere";
    MOSTLY_EASY 0606 Warning "most initiatives called easy";
    NO_SMALLEST 0607 Warning "a relative column without a 1";
    MANY_MUSTS 0608 Warning "musts that fill most of the work";
    NO_BUFFER 0609 Note "too small a buffer";
    ALL_MUSTS 0610 Warning "everything is a must";
    UNWANTED 0611 Warning "something that users would rather not have";
    UNSURVEYED 0612 Note "customers' answers that are missing";
    STALE_ESTIMATE 0613 Warning "estimates older than the phase";
    TOO_LONG 0614 Warning "an initiative too long for its owner's level";
    TOO_WIDE 0615 Warning "an initiative that reaches too far for its owner's level";
    NO_REVIEWER 0616 Warning "a trainee's work without a reviewer";
    JUNIOR_REVIEWER 0617 Warning "a reviewer who is not more senior";
    LEADS_MANY 0618 Warning "somebody who leads more people than usual for their level";
    LEADS_UP 0619 Warning "somebody who leads a higher level";
    MUCH_IN_FLIGHT 0620 Warning "somebody who owns too much at once";
    NOT_THEIRS 0621 Warning "a decision by somebody who may not make it";
    RIGHT_UNKNOWN 0622 Note "a decision by somebody whose rights are not recorded";
    NO_REVIEW 0623 Note "a commitment that is never looked at again";
    BARE_NO 0624 Warning "a no without a reason";
    UNANSWERED 0625 Note "a request without an answer";
    ACCEPTED_NOWHERE 0626 Warning "an accepted request without an initiative";
    DECIDED_AFTER 0627 Warning "a decision about something that is done";
    NEEDS_DECLINED 0628 Warning "a need that will not be done";
    DUE_TOO_EARLY 0629 Warning "a due date before the earliest possible one";
    OVERLOADED 0630 Warning "a team that has promised more than it can do";
    LATE 0631 Warning "work scheduled to end after its due date";
    NOBODYS_PROMISE 0632 Warning "a commitment that nobody can keep";
    DECISION_AGAINST_PHASE 0633 Warning "a decision and a phase that contradict one another";
    ACCEPTED_NOT_DONE 0634 Warning "an accepted request whose initiative will not be done";
    UNSTAFFED 0635 Note "work without a team";
    PARTS_DIFFER 0636 Note "an estimate that differs from the sum of its parts";
    ONE_SIDED 0640 Warning "a marketplace that grows on one side alone";
    WRONG_WAY 0641 Warning "an initiative that moves a metric the wrong way";
    NO_NORTH_STAR 0642 Note "metrics that lead to no north star";
    VERDICT_DIFFERS 0643 Warning "a verdict that the figures contradict";
    ALL_ON_EACH 0644 Note "a whole team on each piece of work";
    NO_RESERVE 0645 Note "no time reserved for the unexpected";
    INTERNAL_NAME 0650 Warning "an internal name in the words of customers";
    // P07: the lifecycle
    GATE_NOT_PASSED 0701 Warning "an initiative in a phase whose gate it does not pass";
    UNKNOWN_WAIVED 0702 Warning "a part waived that no gate has";
    WAIVED_WITHOUT_REASON 0703 Warning "a part waived without a reason";
    PHASES_OUT_OF_ORDER 0704 Warning "phases out of order";
    MONITOR_BROKEN 0705 Warning "a measurement that breaks a limit of a launch";
    STAGES_OUT_OF_ORDER 0706 Warning "stages of a launch that do not fit";
    LAUNCH_TOO_EARLY 0707 Warning "a launch date that is likely to be missed";
    // P08: experiments
    BAD_EXPERIMENT 0801 Error "an experiment with impossible or missing figures";
    SAMPLE_RATIO 0802 Warning "an experiment whose groups differ from their intended shares";
    FEW_SUCCESSES 0803 Note "an experiment with too few successes for the normal approximation";
    GUARDRAIL_BROKEN 0804 Warning "a guardrail broken while an experiment ran";
    EFFECT_DIFFERS 0805 Warning "a measured effect outside the initiative's estimate";
    // P09: limits and the outside
    UNREADABLE_FILE 0901 Error "a file that can't be read";
    NOT_UTF8 0902 Error "a file that is not UTF-8 text";
    TOO_DEEP 0903 Error "blocks nested too deep";
    TOO_LARGE 0904 Error "a file that is too large";
    NO_PLAN 0905 Error "no plan to work on";
}

impl Code {
    /// The severity a finding of this code has unless its rule says otherwise.
    pub fn severity(self) -> Severity {
        self.row().severity
    }

    /// What it is about, in a few words.
    pub fn title(self) -> &'static str {
        self.row().title
    }

    /// Whether it is about a formula.
    pub fn is_formula(self) -> bool {
        (500..600).contains(&self.0)
    }

    /// Whether it says that a text can't be read.
    pub fn is_syntax(self) -> bool {
        self.0 < 200
    }

    /// Whether rules may give it to what they find.
    pub fn is_lint(self) -> bool {
        self.0 / 100 == 6
    }

    /// Its page: what, why, an example that raises it, and the example mended. Markdown.
    pub fn page(self) -> &'static str {
        self.row().page
    }

    /// The code written as `P0201` (any case), where there is such a code.
    pub fn parse(text: &str) -> Option<Code> {
        let number = text.strip_prefix(['P', 'p'])?.parse::<u16>().ok()?;
        ROWS.iter().map(|r| r.code).find(|c| c.0 == number)
    }
}

/// Every code, in order.
pub fn all_codes() -> impl Iterator<Item = Code> {
    ROWS.iter().map(|r| r.code)
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "P{:04}", self.0)
    }
}

impl std::fmt::Debug for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self}")
    }
}
