/** Batches of requests, each of which passes everything that a request of its own passes. */
@NullMarked
package io.syncjobs.server.web.api.batch;

import org.jspecify.annotations.NullMarked;
