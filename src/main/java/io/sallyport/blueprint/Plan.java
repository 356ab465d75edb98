package io.sallyport.blueprint;

import java.util.List;

/// What applying a blueprint comes to.
///
/// @param changes by section; nothing for a blueprint that says what is
/// @param faults everything that is wrong; with one of them nothing can be applied
/// @param notices what the operator should know although nothing is wrong
record Plan(List<PlannedChange> changes, List<Fault> faults, List<String> notices) {}
