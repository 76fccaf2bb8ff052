"""What a request only refers to, and what the server itself calls the files that are sent to it."""

from __future__ import annotations

from pathlib import Path

from tests.server.trees import places_of

MEMBERS = """
import { PrismaClient } from '@prisma/client';
import express from 'express';
import { requireLogin } from './session';

const prisma = new PrismaClient();
const app = express();
app.use(requireLogin);

app.post('/members', async (req, res) => {
  const member = await prisma.member.create({
    data: {
      state: { connect: { id: req.body.state } },
      website: req.body.website,
    },
  });
  res.json(member);
});
"""


def test_a_link_to_a_record_that_is_there_is_no_free_text(tmp_path: Path) -> None:
    assert places_of(tmp_path, {"members.ts": MEMBERS}, "unvalidated-input-stored") == [("members.ts", 11)]


UPLOADS = """
import express from 'express';
import multer from 'multer';
import { PrismaClient } from '@prisma/client';
import { requireLogin } from './session';

const prisma = new PrismaClient();
const app = express();
const upload = multer({ dest: 'uploads/' });
app.use(requireLogin);

app.post('/pictures', upload.single('picture'), async (req, res) => {
  const { filename } = req.file;
  const made = await prisma.picture.create({ data: { filename, path: req.file.path } });
  res.json(made);
});

app.post('/documents', upload.single('document'), async (req, res) => {
  const made = await prisma.document.create({ data: { filename: req.file.originalname } });
  res.json(made);
});
"""


def test_names_of_files_that_the_server_makes_are_its_own(tmp_path: Path) -> None:
    assert places_of(tmp_path, {"uploads.ts": UPLOADS}, "unvalidated-input-stored") == [("uploads.ts", 19)]
