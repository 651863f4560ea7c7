/** What comes with the client's jar, and how programs can use it. */
@NullMarked
package io.syncjobs.client.packaging;

import org.jspecify.annotations.NullMarked;
