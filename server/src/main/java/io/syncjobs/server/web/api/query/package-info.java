/** What the query options of lists say. */
@NullMarked
package io.syncjobs.server.web.api.query;

import org.jspecify.annotations.NullMarked;
