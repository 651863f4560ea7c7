/** What a server has one of. */
@NullMarked
package io.syncjobs.server.platform.startup;

import org.jspecify.annotations.NullMarked;
