/** The provisioning log: what jobs did with each object. */
@NullMarked
package io.syncjobs.server.audit;

import org.jspecify.annotations.NullMarked;
