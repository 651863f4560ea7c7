/** Schemas of jobs, their checks, and the mappings from entries of a source to those of a target. */
@NullMarked
package io.syncjobs.server.mapping;

import org.jspecify.annotations.NullMarked;
