/** What jobs did with which object: the provisioning log. */
@NullMarked
package io.syncjobs.server.audit;

import org.jspecify.annotations.NullMarked;
