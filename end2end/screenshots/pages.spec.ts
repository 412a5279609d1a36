// A picture of every page that a link leads to.
import { test } from '@playwright/test';
import { signInAs } from '../support/people.ts';
import { pictures } from '../support/picture.ts';
import { find, tour } from '../support/tour.ts';

for (const { role, as, stops } of tour) {
  test(`pictures of the pages of a ${role}`, async ({ page }) => {
    test.setTimeout(300_000);
    if (as) await signInAs(page, as);
    for (const stop of stops) await pictures(page, stop.name, await find(page, stop));
  });
}
