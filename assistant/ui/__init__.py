"""The built page in a bucket: publish it, list its releases, put one back, remove old ones.

What lies under the prefix:

    assets/NAME-HASH.js          named by their content, kept for a year by every cache
    favicon.svg, ...             other files of the page
    config.json                  where the API is
    index.html                   its metadata name the release that is live: changing it is the switch
    releases/ID/release.json     what release ID consists of
    releases/ID/index.html, ...  copies of its files that later releases replace
    releases/pruning.json        while old releases are being removed

Nothing here is locked. Three rules hold the page together instead, also where a process ends at any point:

- A release is claimed (its `release.json` written) before its assets are looked at, and switched to after each of them was
  seen in the bucket. Whoever removes writes `pruning.json` first and reads the claims then; whoever publishes writes its claim
  first and looks for `pruning.json` then. So one of two sees the other.
- What has one name in all releases is written on the condition that it is still what was seen at the beginning.
- After its last write everybody compares these files with the release that is live, and puts right what is of another.

They need a bucket that shows a write to all at once and honours `If-Match` and `If-None-Match`, as S3 does.
"""
