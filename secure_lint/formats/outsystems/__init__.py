"""OutSystems applications in one typed model: modules (.oml, .oap), generated mobile bundles, described entities."""
