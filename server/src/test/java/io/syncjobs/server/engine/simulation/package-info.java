/** Simulation of many cycles against an odd target, with seeded time, faults and callers. */
@NullMarked
package io.syncjobs.server.engine.simulation;

import org.jspecify.annotations.NullMarked;
