//! The same list again and again, as efforts turn out otherwise.

use super::list::Lister;
use super::model::{Fault, Project};
use super::shop::Shop;

/// Dates of a list for one project after the other, as a forecast samples them. Each project is checked: efforts,
/// capacities and delays may differ as they like.
///
/// ```
/// use planwright::schedule::{Mode, Pace, Project, Replay, Resource, Task, Use};
/// let project = |effort| Project {
///     periods: 12,
///     resources: vec![Resource { capacity: vec![2; 12] }],
///     tasks: vec![Task {
///         modes: vec![Mode { pace: Pace::Work, uses: vec![Use { resource: 0, amount: effort }], at_most: None }],
///         ..Task::default()
///     }],
///     makespan: 1.0,
/// };
/// let replay = Replay::new(&[0]);
/// let finish = |effort| replay.dates(&project(effort)).map(|d| d[0].map(|(_, finish)| finish));
/// assert_eq!(finish(5), Ok(Some(3)));
/// assert_eq!(finish(8), Ok(Some(4)));
/// assert_eq!(finish(25), Ok(None));
/// ```
#[derive(Debug, Clone)]
pub struct Replay {
    list: Vec<usize>,
}

impl Replay {
    /// The list to work through, such as that of [`super::search_list`].
    pub fn new(list: &[usize]) -> Replay {
        Replay { list: list.to_vec() }
    }

    /// Start and finish of each task; none where it is left out.
    ///
    /// # Errors
    ///
    /// The first [`Fault`] of the project.
    pub fn dates(&self, project: &Project) -> Result<Vec<Option<(usize, usize)>>, Fault> {
        let shop = Shop::new(project)?;
        let list: Vec<usize> = self.list.iter().copied().filter(|t| *t < project.tasks.len()).collect();
        let mut lister = Lister::new(&shop);
        lister.run(&list);
        Ok((0..project.tasks.len()).map(|t| lister.placed(t)).collect())
    }
}
