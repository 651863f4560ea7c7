/** Provisioning one entry at once, because somebody asks for it. */
@NullMarked
package io.syncjobs.server.engine.demand;

import org.jspecify.annotations.NullMarked;
