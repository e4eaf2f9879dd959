#!/usr/bin/env bash
# Releases the archives in dist/, in two steps of a workflow.
#
#   release.sh check      writes the version of Cargo.toml to the outputs; fails if it cannot be released
#   release.sh publish    publishes dist/ as the release of $VERSION
#
# The checksums go to two places: beside the archives, and into the commit that is tagged. The action installs only archives with
# the checksum in the commit. It detects replaced files of a release, and pinning the action by commit also pins the program.
set -euo pipefail

fail() {
  echo "::error::$*"
  exit 1
}

check() {
  local version
  version=$(sed -n '/^\[package\]/,/^\[dependencies\]/s/^version = "\(.*\)"$/\1/p' Cargo.toml)
  [[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]] || fail "expected a version such as 0.1.0 in Cargo.toml, found '$version'"
  grep --quiet --fixed-strings "## [$version]" CHANGELOG.md || fail "CHANGELOG.md has no section for $version: rename \"Unreleased\""
  if git ls-remote --exit-code --tags origin "refs/tags/v$version" >/dev/null; then
    fail "v$version is released already: raise the version in Cargo.toml"
  fi
  echo "version=$version" >>"$GITHUB_OUTPUT"
}

publish() {
  local tag="v${VERSION:?}" moving="v${VERSION%%.*}" sums=.github/actions/release.sha256
  (cd dist && sha256sum --check --quiet ./*.sha256)
  {
    echo "# The release that this commit belongs to, and the checksums of its archives. The action installs these and no others."
    echo "release $tag"
    cat dist/*.sha256
  } >"$sums"
  git add "$sums"
  git -c user.name='github-actions[bot]' -c user.email='41898282+github-actions[bot]@users.noreply.github.com' \
    commit --quiet --message "Release $VERSION"
  gh auth setup-git
  # The release is a draft until the tag exists and all files are uploaded.
  gh release create "$tag" --draft --target "$GITHUB_SHA" --title "$tag" --generate-notes dist/*
  git push --quiet origin "HEAD:refs/tags/$tag"
  gh release edit "$tag" --draft=false --latest
  git push --quiet --force origin "HEAD:refs/tags/$moving"
}

"$1"
