//! An import in the screens, from the file to the undo, by keys as a person types them.

mod made_up;
