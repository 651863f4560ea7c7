/** The server's settings, data folder and clock, and reports of faulty settings. */
@NullMarked
package io.syncjobs.server.platform.startup;

import org.jspecify.annotations.NullMarked;
