/** HTTP transport of calls. Not part of the public API. */
@NullMarked
package io.syncjobs.client.internal;

import org.jspecify.annotations.NullMarked;
