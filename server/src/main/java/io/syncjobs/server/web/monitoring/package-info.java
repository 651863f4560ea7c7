/** What those who run a server see of it: its health, its figures and its traces. */
@NullMarked
package io.syncjobs.server.web.monitoring;

import org.jspecify.annotations.NullMarked;
