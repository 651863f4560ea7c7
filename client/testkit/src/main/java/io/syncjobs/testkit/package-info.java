/** Tests against a real SyncJobs server: {@link io.syncjobs.testkit.SyncJobs} starts it and gives each test class a tenant of its own. */
@NullMarked
package io.syncjobs.testkit;

import org.jspecify.annotations.NullMarked;
