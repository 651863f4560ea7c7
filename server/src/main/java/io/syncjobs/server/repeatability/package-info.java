/** Requests that may come several times and are carried out once. */
@NullMarked
package io.syncjobs.server.repeatability;

import org.jspecify.annotations.NullMarked;
