//! Text tagged by role: what a thing is, not how it looks. Surfaces decide on colour or HTML.
