/** Tests with running jobs: from uploads into the directory, and from there into third-party SCIM services. */
@NullMarked
package io.syncjobs.server.engine;

import org.jspecify.annotations.NullMarked;
