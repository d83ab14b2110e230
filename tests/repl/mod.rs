//! The prompt, driven through a real pseudo-terminal and through pipes.

#[cfg(unix)]
mod prompt;
#[cfg(unix)]
mod terminal;

mod pipe;
