/** How calls travel. Not for use by others; it changes without notice. */
@NullMarked
package io.syncjobs.client.internal;

import org.jspecify.annotations.NullMarked;
