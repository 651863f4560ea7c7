/** Client of the synchronization API; {@link io.syncjobs.client.SynchronizationClient} is its entry. */
@NullMarked
package io.syncjobs.client;

import org.jspecify.annotations.NullMarked;
