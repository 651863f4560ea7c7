/** What systems of record upload to API-driven jobs. */
@NullMarked
package io.syncjobs.server.upload;

import org.jspecify.annotations.NullMarked;
