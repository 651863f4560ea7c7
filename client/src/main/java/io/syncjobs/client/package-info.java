/** The client: {@link io.syncjobs.client.SynchronizationClient} and what it leads to. */
@NullMarked
package io.syncjobs.client;

import org.jspecify.annotations.NullMarked;
