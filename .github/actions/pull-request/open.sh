#!/usr/bin/env bash
# Commits what changed below content/ to a branch of its own, and opens a pull request of it where none is open.
#
# An open pull request is updated only while nobody has looked at it: after a review, when it is set to be merged automatically,
# or once it has commits of others, it stays as it is. What was reviewed is what is merged.
set -euo pipefail

bot='github-actions[bot]'
open=

# Says what became of the changes: to the steps that follow, and, where a pull request was kept, to the people who read the run.
finish() {
  local outcome=$1 why=${2:-}
  if [ -n "${GITHUB_OUTPUT:-}" ]; then
    printf '%s\n' "outcome=$outcome" "number=$open" "why=$why" >>"$GITHUB_OUTPUT"
  fi
  if [ "$outcome" = kept ]; then
    echo "::warning::Pull request #$open stays as it is, because $why. Its branch is $BRANCH"
  fi
}

git add --all -- "${SITE:-.}/content"
if git diff --cached --quiet; then
  echo "Nothing changed: there is nothing to propose"
  finish none
  exit 0
fi

# A fork may have a branch of the same name, and a pull request of it: that one is somebody else's.
open=$(gh pr list --head "$BRANCH" --state open --json number,isCrossRepository \
  --jq '[.[] | select(.isCrossRepository | not) | .number] | first // empty')
gh auth setup-git
lease=--force
if [ -n "$open" ]; then
  seen=$(gh pr view "$open" --json reviews,autoMergeRequest \
    --jq 'if (.reviews | length) > 0 then "it has been reviewed" elif .autoMergeRequest then "it is set to be merged" else empty end')
  if [ -n "$seen" ]; then
    finish kept "$seen"
    exit 0
  fi
  git fetch --quiet --depth 1 origin "$BRANCH"
  head=$(git rev-parse FETCH_HEAD)
  others=$(gh pr view "$open" --json commits --jq '[.commits[].authors[].name | select(. != "github-actions[bot]")] | length')
  # Work that began at that commit goes on from it, and loses nothing.
  if [ "$others" != 0 ] && [ "$head" != "$(git rev-parse HEAD)" ]; then
    finish kept "somebody else has worked on it"
    exit 0
  fi
  # A commit that comes between this look and the push is not lost either: the push is refused then.
  lease=--force-with-lease=refs/heads/$BRANCH:$head
fi

git switch --quiet --force-create "$BRANCH"
git -c user.name="$bot" -c user.email='41898282+github-actions[bot]@users.noreply.github.com' \
  commit --quiet --message "$TITLE"
git push --quiet "$lease" origin "HEAD:refs/heads/$BRANCH"

if [ -n "$open" ]; then
  gh pr edit "$open" --title "$TITLE" --body-file "$MESSAGE"
  finish updated
elif gh pr create --base "$BASE" --head "$BRANCH" --title "$TITLE" --body-file "$MESSAGE"; then
  finish opened
else
  echo "::error::Settings, Actions, General: allow GitHub Actions to create and approve pull requests"
  exit 1
fi
# What a workflow pushes starts no other, unless it is asked for by name. Without a workflow to check, there is nothing to ask for.
gh workflow run check.yml --ref "$BRANCH" || echo "There is no workflow check.yml to start"
