//! kbfix: from the articles of the Microsoft Knowledge Base to the fix.

pub mod article;
pub mod cli;
pub mod grammar;
pub mod markup;
pub mod output;
pub mod search;
