/** Parsers of query options. */
@NullMarked
package io.syncjobs.server.web.api.query;

import org.jspecify.annotations.NullMarked;
