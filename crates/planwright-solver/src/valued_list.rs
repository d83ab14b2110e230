//! An order of tasks with the value of the schedule that it makes.

/// A list with what it is worth: tasks placed of those that must be, then points.
#[derive(Debug, Clone)]
pub(super) struct ValuedList {
    pub list: Vec<usize>,
    pub value: (u32, i64),
}
