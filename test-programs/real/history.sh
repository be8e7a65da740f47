# A repository from nothing: init, add, two commits, log, diff, branch, clone, fsck.
set -e
export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org GIT_AUTHOR_DATE='2020-01-01T00:00:00Z'
export GIT_COMMITTER_NAME=C GIT_COMMITTER_EMAIL=c@example.org
export GIT_COMMITTER_DATE='2020-01-02T00:00:00Z'
export GIT_CONFIG_NOSYSTEM=1
git -c init.defaultBranch=main init -q repository
cd repository
cp -r ../input/. .
git add .
git commit -q -m 'first commit'
echo changed >> dir0/file0.txt
git rm -q dir1/file1.txt
git commit -q -a -m 'second commit'
git log --stat --format='%H %s'
git diff --numstat HEAD~1
git checkout -q -b side HEAD~1
git branch
git clone -q --no-hardlinks . ../clone
git -C ../clone fsck --strict
git status --short
