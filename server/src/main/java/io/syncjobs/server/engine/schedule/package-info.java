/** When jobs run, and on which node: db-scheduler says. */
@NullMarked
package io.syncjobs.server.engine.schedule;

import org.jspecify.annotations.NullMarked;
