package org.handyrep.plan;

/// What a planner answers: a plan that may be run, or the reason why there is none.
public sealed interface Decision permits Plan, Refusal {}
