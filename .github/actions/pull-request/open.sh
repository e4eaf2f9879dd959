#!/usr/bin/env bash
# Commits changes below content/ and static/images/ to a branch, and opens a pull request if none is open.
#
# An open pull request is not changed after a review, with auto-merge enabled, or with commits of others. So the reviewed commit is merged.
set -euo pipefail

bot='github-actions[bot]'
open=

# Reports the result to later steps and, if a pull request was not changed, in the log.
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
# Pictures of imported papers.
if [ -d "${SITE:-.}/static/images" ]; then
  git add --all -- "${SITE:-.}/static/images"
fi
if git diff --cached --quiet; then
  echo "Nothing changed: there is nothing to propose"
  finish none
  exit 0
fi

# A pull request from a branch of the same name in a fork does not count.
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
  # Commits of others stop the update, unless this run started from them.
  if [ "$others" != 0 ] && [ "$head" != "$(git rev-parse HEAD)" ]; then
    finish kept "somebody else has worked on it"
    exit 0
  fi
  # A commit between this check and the push makes the push fail, so it is not lost.
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
# A push by a workflow starts no other workflow, so start the check by name, if there is one.
gh workflow run check.yml --ref "$BRANCH" || echo "There is no workflow check.yml to start"
