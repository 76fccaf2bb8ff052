"""Front ends: one subpackage a language, each lowering its language to the program model."""
