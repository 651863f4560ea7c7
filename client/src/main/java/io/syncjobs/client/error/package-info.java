/** Exceptions that calls fail with. */
@NullMarked
package io.syncjobs.client.error;

import org.jspecify.annotations.NullMarked;
