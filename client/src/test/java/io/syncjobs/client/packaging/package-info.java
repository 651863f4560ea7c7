/** Tests of the packaged client: its API, documentation, module and dependencies. */
@NullMarked
package io.syncjobs.client.packaging;

import org.jspecify.annotations.NullMarked;
