/** The sandbox: clock, seeds, snapshots and faults of a tenant in development mode, for tests. */
@NullMarked
package io.syncjobs.server.web.development.sandbox;

import org.jspecify.annotations.NullMarked;
