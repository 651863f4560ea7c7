/** What a server has one of. */
@NullMarked
package io.syncjobs.server.config;

import org.jspecify.annotations.NullMarked;
