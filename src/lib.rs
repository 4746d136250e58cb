//! kbfix: from the articles of the Microsoft Knowledge Base to the fix.

pub mod article;
pub mod markup;
pub mod stream;

pub mod corpus;
pub mod grammar;

pub mod index;

pub mod search;

pub mod output;
