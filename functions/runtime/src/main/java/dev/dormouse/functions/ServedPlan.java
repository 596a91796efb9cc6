package dev.dormouse.functions;

import dev.dormouse.plan.Plan;

/**
 * A plan as its documents tell it.
 *
 * @param callsOut whether one of its steps asks another server, whose failures are 502 and 504
 */
record ServedPlan(Plan plan, boolean callsOut) {}
