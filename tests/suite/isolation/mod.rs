//! Nothing of one organisation is ever seen by another, nor of a queue by who is none of its members.

mod matrix;
mod portal;
mod scene;
mod scopes;
mod wall;
