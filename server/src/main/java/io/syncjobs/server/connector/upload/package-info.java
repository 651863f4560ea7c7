/** Records that systems of record upload to API-driven jobs. */
@NullMarked
package io.syncjobs.server.connector.upload;

import org.jspecify.annotations.NullMarked;
